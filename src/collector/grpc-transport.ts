import {
  create,
  type DescMessage,
  type DescMethod,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { Auth, Cluster, KV, Maintenance } from './gen/etcd_pb.ts';
import type { Http2Link } from './http2-link.ts';
import { callUnary, RpcFailure, type UnaryOptions } from './unary-call.ts';

/** The calls of one endpoint by their names in the API. */
export type Rpcs = ReturnType<typeof createRpcs>;

/** Calls that go over `link`. This file is loaded late: it brings the message library with it. */
export function createRpcs(link: Http2Link) {
  const rpc = <I extends DescMessage, O extends DescMessage>(method: DescMethod & { input: I; output: O }) => {
    const path = `/${method.parent.typeName}/${method.name}`;
    return async (request: MessageInitShape<I>, options: UnaryOptions): Promise<MessageShape<O>> => {
      const sent = toBinary(method.input, create(method.input, request));
      return decode(method.output, await callUnary(link, path, sent, options));
    };
  };
  return {
    maintenance: { status: rpc(Maintenance.method.status), hashKV: rpc(Maintenance.method.hashKV) },
    cluster: { memberList: rpc(Cluster.method.memberList) },
    kv: { range: rpc(KV.method.range) },
    auth: { authenticate: rpc(Auth.method.authenticate) },
  };
}

function decode<O extends DescMessage>(schema: O, bytes: Uint8Array): MessageShape<O> {
  try {
    return fromBinary(schema, bytes);
  } catch (error) {
    throw new RpcFailure(13, `the answer cannot be read: ${(error as Error).message}`);
  }
}
