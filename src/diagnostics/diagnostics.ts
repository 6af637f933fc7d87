import { defragPlan } from './defrag-plan.ts';
import type { Diagnostic } from './diagnostic.ts';
import { hashKv } from './hashkv.ts';
import { health } from './health.ts';
import { network } from './network.ts';

/** ★ The diagnostics, in the order of lists. */
export const diagnostics: readonly Diagnostic[] = [health, hashKv, network, defragPlan];
