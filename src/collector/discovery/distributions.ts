import { apiserver } from './rows/apiserver.ts';
import { etcdadm, kubespray, kubesprayEvents } from './rows/environment.ts';
import { k0s } from './rows/k0s.ts';
import { kops } from './rows/kops.ts';
import { eksAnywhere, kind, kubeadm, minikube } from './rows/kubeadm.ts';
import { openshift } from './rows/openshift.ts';
import { runningProcess } from './rows/process.ts';
import { k3s, rke2 } from './rows/rancher.ts';
import { canonicalK8s, microk8s } from './rows/snap.ts';
import { configFile, debian, redHat, systemd } from './rows/systemd.ts';
import { talos } from './rows/talos.ts';
import type { Distribution } from './verdict.ts';

/** ★ The distributions, in the order they are looked for: those that cannot be mistaken first, what fits everywhere last. */
export const distributions: readonly Distribution[] = [
  rke2,
  k3s,
  minikube,
  kind,
  eksAnywhere,
  kubeadm,
  k0s,
  kubespray,
  kubesprayEvents,
  etcdadm,
  openshift,
  kops,
  talos,
  canonicalK8s,
  microk8s,
  runningProcess,
  systemd,
  debian,
  redHat,
  configFile,
  apiserver,
];
