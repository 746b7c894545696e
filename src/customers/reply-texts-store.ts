import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { OpenId } from '../domain/ids.ts';
import type { PushRecord } from '../domain/push-record.ts';
import { createBoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import { modelOf, type CollectionSpec } from '../store/schema.ts';

type TextDocument = { readonly _id: string; readonly text: string; readonly goesAt: Date };

const spec: CollectionSpec = {
  name: 'reply_texts',
  retention: 'technical',
  fields: { text: { type: String, required: true }, goesAt: { type: Date, required: true } },
  indexes: [{ key: { goesAt: 1 }, expireAfterSeconds: 0 }],
};

export type ReplyTextsDeps = {
  readonly connection: Connection;
  readonly clock: Clock;
  /** days that a customer's document is kept after he last wrote: no text that it names goes before it */
  readonly keptDays: number;
  readonly onError: (error: unknown) => void;
};

/** A push as the customer's document has it. */
export type StoredPush = Omit<PushRecord, 'reply'> & { readonly reply: PushRecord['reply'] | NamedReply };
type NamedReply = { readonly kind: 'text'; readonly textId: string };

/** A text reply that a document names instead of having it. */
class CommonReply {
  readonly kind = 'text';
  readonly text: string;
  readonly #named: NamedReply;

  constructor(text: string, textId: string) {
    this.text = text;
    this.#named = { kind: 'text', textId };
  }

  /** What BSON's encoders write in its place. */
  toBSON(): NamedReply {
    return this.#named;
  }
}

/** Known to be in the store; may be named until then without being written there anew. */
type Known = { readonly reply: CommonReply; readonly until: number };

const dayMs = 24 * 3_600_000;
/** Letters; what is shorter stands in the document. */
const worthNaming = 60;
/** Of a text that so many customers were given, nothing is any one's own. */
const customersAlike = 3;
const textsKnown = 4_000;
const mostUnderWay = 16;

/**
 * The texts that the bot gives to one customer after the other, each stored once: three quarters of what a push adds to a
 * customer's document is such a text (ADR 11). A text is written before the first document names it, and nothing waits for
 * that: until then documents have it in full.
 */
export function createReplyTexts({ connection, clock, keptDays, onError }: ReplyTextsDeps) {
  const model = modelOf<TextDocument>(connection, spec);
  const known = createBoundedMap<string, Known>(textsKnown);
  const byId = createBoundedMap<string, CommonReply>(textsKnown);
  const given = createBoundedMap<string, readonly OpenId[]>(textsKnown);
  const underWay = new Set<string>();
  const asked = new Map<string, Promise<CommonReply | undefined>>();

  /** The push with its reply in the form that takes the least room: named, where others were given the same. */
  function shortened(push: PushRecord, to: OpenId): PushRecord {
    const { reply, own } = push;
    // What has others' words in it is theirs.
    if (reply.kind !== 'text' || own !== undefined || reply.text.length < worthNaming) return push;
    if (reply instanceof CommonReply) return push;
    const here = known.get(reply.text);
    if (here && clock().getTime() < here.until) return { ...push, reply: here.reply };
    if (here || isCommon(reply.text, to)) store(reply.text);
    return push;
  }

  function isCommon(text: string, to: OpenId): boolean {
    const before = given.get(text) ?? [];
    if (before.includes(to)) return false;
    if (before.length + 1 >= customersAlike) return true;
    given.set(text, [...before, to]);
    return false;
  }

  /** Puts a text into the store, behind whatever asked for it. */
  function store(text: string): void {
    if (underWay.has(text) || underWay.size >= mostUnderWay) return;
    underWay.add(text);
    const [textId, now] = [idOf(text), clock().getTime()];
    const goesAt = new Date(now + (keptDays + 2) * dayMs);
    model
      .updateOne({ _id: textId }, { $setOnInsert: { text }, $max: { goesAt } }, { upsert: true })
      .then(() => learn({ _id: textId, text, goesAt }))
      .catch(onError)
      .finally(() => underWay.delete(text));
  }

  function learn({ _id, text, goesAt }: TextDocument): CommonReply {
    const reply = new CommonReply(text, _id);
    byId.set(_id, reply);
    known.set(text, { reply, until: goesAt.getTime() - (keptDays + 1) * dayMs });
    return reply;
  }

  /** Pushes as they were stored, with their replies' texts. */
  async function spelledOut(pushes: readonly StoredPush[]): Promise<readonly PushRecord[]> {
    const textIds = pushes.flatMap(({ reply }) => (isNamed(reply) ? reply.textId : []));
    if (textIds.length === 0) return pushes as readonly PushRecord[];
    const replies = textIds.every((textId) => byId.get(textId)) ? byId : await findAll(textIds);
    return pushes.map(
      (push) => (isNamed(push.reply) ? spelled(push, replies.get(push.reply.textId)) : push) as PushRecord,
    );
  }

  async function findAll(textIds: readonly string[]): Promise<ReadonlyMap<string, CommonReply | undefined>> {
    return new Map(await Promise.all(textIds.map(async (textId) => [textId, await find(textId)] as const)));
  }

  /** Asks the store for a text, once for all who wait for it. */
  function find(textId: string): Promise<CommonReply | undefined> {
    const before = asked.get(textId);
    if (before) return before;
    const now = model
      .findById(textId)
      .lean()
      .then((found) => {
        if (found) return learn(found);
        onError(new Error(`The text of a reply is missing: ${textId}`));
        return undefined;
      })
      .finally(() => asked.delete(textId));
    asked.set(textId, now);
    return now;
  }

  return { shortened, spelledOut };
}

/** Instead of a reply whose text is lost: nothing for the customer, and words for his transcript. */
const gone = { reply: { kind: 'none' }, own: '（这条自动回复的原文已不在）' } as const;

function spelled(push: StoredPush, reply: CommonReply | undefined): PushRecord {
  return reply ? { ...push, reply } : { ...push, ...gone };
}

function isNamed(reply: StoredPush['reply']): reply is NamedReply {
  return 'textId' in reply;
}

function idOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
