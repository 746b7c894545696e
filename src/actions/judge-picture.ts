import type { Customers } from '../customers/customers-store.ts';
import type { Say } from '../dialogue/say.ts';
import type { Judged } from '../domain/identity.ts';
import type { Media } from '../domain/media.ts';
import type { OutgoingVerdict } from '../domain/safety.ts';
import type { AskersStore } from '../identity/askers-store.ts';
import type { IndicatorsStore } from '../identity/indicators-store.ts';
import type { Seen } from '../identity/picture-reader.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { renderTappable, withoutTaps } from '../lib/tappable.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import type { Transcripts } from '../queue/transcripts-store.ts';

export type JudgePictureDeps = {
  /** the picture's bytes; undefined where it is not kept */
  readonly readFile: (id: string) => Promise<Uint8Array | undefined>;
  readonly see: (file: Uint8Array) => Promise<Seen>;
  /** what agents see of it before they open it */
  readonly keepPreview: (id: string, preview: Uint8Array) => Promise<void>;
  readonly judge: (text: string, linkName?: string) => readonly Judged[];
  readonly tell: (judged: readonly Judged[], confirmed: ReadonlyMap<string, number>) => readonly string[];
  readonly indicators: Pick<IndicatorsStore, 'countsOf'>;
  readonly askers: Pick<AskersStore, 'remember'>;
  readonly customers: Pick<Customers, 'mutate'>;
  readonly transcripts: Pick<Transcripts, 'add'>;
  readonly outbox: Pick<OutboxStore, 'add'>;
  readonly say: Say;
  readonly check: (text: string) => OutgoingVerdict;
  readonly links: boolean;
  readonly deliver: () => void;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly clock: Clock;
};

export type Picture = Pick<Media, 'id' | 'openId' | 'customer'>;

/** Pictures that wait; in a flood the rest is not looked at, and the customer was asked for words anyway. */
const mostWaiting = 200;

/** Makes a customer's picture's preview, and tells where its QR code leads. Without a code there is nothing to judge. */
export function createJudgePicture(deps: JudgePictureDeps) {
  const { readFile, see, keepPreview, judge, tell, indicators, askers, say, logger, clock } = deps;
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  /** Takes a picture up behind whatever else is under way. */
  function look(picture: Picture): void {
    if (waiting >= mostWaiting) {
      logger.warn({}, 'too many pictures wait to be looked at: one was passed over');
      return;
    }
    waiting += 1;
    last = last
      .then(() => judgeNow(picture))
      .catch((err: unknown) => logger.error({ err }, 'a picture could not be looked at'))
      .finally(() => {
        waiting -= 1;
      });
  }

  async function judgeNow(picture: Picture): Promise<void> {
    const file = await readFile(picture.id);
    const { code, preview } = file ? await see(file) : {};
    if (preview) await keepPreview(picture.id, preview);
    if (code === undefined) return;
    const judged = judge(code, say('qrLink'));
    const asked = judged.flatMap(({ kind, indicator }) => (indicator === undefined ? [] : [{ kind, indicator }]));
    const { openId, customer } = picture;
    await askers.remember({ openId, customer, at: clock() }, asked);
    const said = tell(judged, await indicators.countsOf(asked.map(({ indicator }) => indicator)));
    await send(picture, said.length > 0 ? said.join('\n\n') : say('qrNothing'));
  }

  async function send({ id: picture, openId, customer }: Picture, said: string): Promise<void> {
    const raw = `${say('botMark')}${said}`;
    const verdict = deps.check(raw);
    if (!verdict.ok) {
      logger.error({ code: verdict.code }, 'a verdict on a picture is blocked by the outgoing check');
      return;
    }
    const text = renderTappable(raw, deps.links);
    const id = `verdict:${picture}`;
    const at = clock();
    const message = { kind: 'text', text } as const;
    if (!(await deps.outbox.add({ id, openId, customer, kind: 'notice', message, at }))) return;
    const changed = await deps.customers.mutate(openId, (before) => ({ ...before, seq: before.seq + 1 }));
    const line = { id, customer, from: 'bot', kind: 'text', text: withoutTaps(text), at } as const;
    if (changed) await deps.transcripts.add([{ ...line, seq: changed.seq }]);
    deps.deliver();
  }

  /** Resolves when no picture is being looked at. */
  const idle = (): Promise<void> => last;

  return { look, idle };
}
