import type { Connection } from '../../collector/connection.ts';
import { askPassword } from './ask-password.ts';
import type { ConnectionPlan } from './connection-options.ts';
import { endpointsFromSrv } from './srv.ts';

/** Asks for the password while the terminal is still in its plain mode. */
export async function withPassword(plan: ConnectionPlan): Promise<ConnectionPlan> {
  const { user } = plan;
  if (user === undefined || user.password !== undefined) return plan;
  return { ...plan, user: { ...user, password: await askPassword(user.name, user.from) } };
}

/** The connection itself: SRV records are looked up here, after the first frame. */
export async function settleConnection({ srv, user, ...plan }: ConnectionPlan): Promise<Connection> {
  const endpoints = srv ? await endpointsFromSrv(srv.domain, srv.name, plan.dialTimeoutMs) : plan.endpoints;
  return { ...plan, endpoints, ...(user && { user: { name: user.name, password: user.password ?? '' } }) };
}
