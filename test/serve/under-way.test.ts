import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/serve/limits.ts';
import { countUnderWay } from '../../src/serve/under-way.ts';

test('answers that wait behind another one end with their connection, also where Node.js does not tell them', () => {
  const underWay = countUnderWay({ ...defaultLimits, inFlight: 3 }, () => undefined);
  const socket = new EventEmitter();
  // Node.js 22 closes the answer that is being sent and the next one, and no other.
  const answers = Array.from({ length: 3 }, () => new EventEmitter());
  for (const answer of answers) {
    expect(underWay.full()).toBe(false);
    underWay.begin({ socket } as unknown as IncomingMessage, answer as unknown as ServerResponse, true);
  }
  expect(underWay.full()).toBe(true);
  socket.emit('close');
  answers[0]?.emit('close');
  expect(underWay.full()).toBe(false);
  const fresh = new EventEmitter();
  for (const one of [1, 2, 3]) {
    expect(underWay.full(), `answer ${one}`).toBe(false);
    underWay.begin({ socket: fresh } as unknown as IncomingMessage, new EventEmitter() as ServerResponse, true);
  }
  expect(underWay.full()).toBe(true);
  fresh.emit('close');
});
