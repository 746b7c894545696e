import { z } from 'zod';
import type { PhoneAct } from '../phone/phone-acts.ts';
import type { AttackName } from '../wire/attacks.ts';

const segments = z.array(
  z.object({ kind: z.string(), text: z.string(), id: z.string().optional(), content: z.string().optional() }),
);
const line = z.object({
  seq: z.number(),
  from: z.enum(['customer', 'account', 'system']),
  words: z.string(),
  content: z.looseObject({ items: z.array(z.object({ id: z.string(), content: z.string() })).optional() }),
  segments: segments.optional(),
});
export type RemoteLine = z.infer<typeof line>;

const lines = z.object({ lines: z.array(line) });
const created = z.object({ openId: z.string() });
const attacked = z.object({ status: z.number() });
const acted = z.object({ judged: z.object({ kind: z.string(), problem: z.string().optional() }).nullable() });

/** A customer's phone in a running simulator, over HTTP. @param origin `http://127.0.0.1:3000` */
export async function createRemotePhone(origin: string) {
  const { openId } = created.parse(await call('POST', 'customers', {}));

  async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${origin}/simulator/phone/${path}`, {
      method,
      signal: AbortSignal.timeout(60_000),
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the simulator refused it: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  return {
    /** resolves when the product has answered, or WeChat has given up */
    act: async (act: PhoneAct) => acted.parse(await call('POST', `customers/${openId}/acts`, act)).judged,
    /** @returns the product's HTTP status; 0 where it hung up */
    attack: async (name: AttackName) =>
      attacked.parse(await call('POST', `customers/${openId}/attacks`, { name })).status,
    /** the next calls of this path of the API fail */
    fail: async (plan: { path: string; fault: string; times: number }): Promise<void> => {
      await call('POST', 'faults', plan);
    },
    lines: async () => lines.parse(await call('GET', `customers/${openId}/lines`)).lines,
  };
}
export type RemotePhone = Awaited<ReturnType<typeof createRemotePhone>>;
