import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { wordsOf, type Content } from '../phone/content.ts';
import { grant, leftOf, spend, type GrantReason, type Ledger } from './quota.ts';

/** One bubble or notice of a chat. */
export type Line = {
  /** rises within one customer's chat */
  readonly seq: number;
  readonly at: Date;
  readonly from: 'customer' | 'account' | 'system';
  /** how it came: written on the phone, in the answer to a push, by API; `phone` is the phone's own notice */
  readonly via: 'push' | 'passive' | 'api' | 'phone';
  readonly content: Content;
  /** what a reader sees, without markup */
  readonly words: string;
};

export type Customer = {
  readonly openId: string;
  /** how the phone page names the customer */
  readonly name: string;
  readonly following: boolean;
  readonly followedAt: Date | undefined;
  /** the scene of the QR code that the customer came by */
  readonly scene: string;
  /** customer-service messages that the account could still send now */
  readonly quotaLeft: number;
};

/** What the phone page is told as it happens. */
export type Change =
  | { readonly kind: 'line'; readonly openId: string; readonly line: Line }
  | { readonly kind: 'customer'; readonly customer: Customer }
  | { readonly kind: 'typing'; readonly openId: string; readonly typing: boolean }
  | { readonly kind: 'menu' };

type Chat = {
  readonly openId: string;
  readonly name: string;
  following: boolean;
  followedAt: Date | undefined;
  scene: string;
  ledger: Ledger;
  lastActAt: Date | undefined;
  typingUntil: Date | undefined;
  seq: number;
  lines: Line[];
};

/** A simulator may run for weeks: the oldest customers and lines go. */
const maxCustomers = 10_000;
const maxLines = 500;

/** The phones: who follows the account, and what each chat shows. */
export function createCustomers({ clock, announce }: { clock: Clock; announce: (change: Change) => void }) {
  const chats = new Map<string, Chat>();
  let named = 0;

  function viewOf(chat: Chat): Customer {
    const { openId, name, following, followedAt, scene, ledger } = chat;
    return { openId, name, following, followedAt, scene, quotaLeft: leftOf(ledger, clock()) };
  }

  function changed(chat: Chat): Customer {
    const customer = viewOf(chat);
    announce({ kind: 'customer', customer });
    return customer;
  }

  function open(openId: string, following: boolean): Chat {
    const oldest = chats.size >= maxCustomers ? chats.keys().next().value : undefined;
    if (oldest !== undefined) chats.delete(oldest);
    named += 1;
    const chat: Chat = {
      openId,
      name: `顾客 ${named}`,
      following,
      followedAt: following ? clock() : undefined,
      scene: '',
      ledger: [],
      lastActAt: undefined,
      typingUntil: undefined,
      seq: 0,
      lines: [],
    };
    chats.set(openId, chat);
    changed(chat);
    return chat;
  }

  /** Whoever is not known yet is taken to have followed before the simulator began. */
  function chatOf(openId: string): Chat {
    return chats.get(openId) ?? open(openId, true);
  }

  /** A new customer, who does not follow the account yet unless said; a known one is left as he is. */
  function add(openId = newOpenId(), following = false): Customer {
    return viewOf(chats.get(openId) ?? open(openId, following));
  }

  function setFollowing(openId: string, following: boolean, scene = ''): Customer {
    const chat = chats.get(openId) ?? open(openId, following);
    chat.following = following;
    chat.followedAt = following ? clock() : undefined;
    chat.scene = scene;
    if (!following) {
      chat.ledger = [];
      setTyping(openId, undefined);
    }
    return changed(chat);
  }

  /** A customer's act gives the account the right to write for a while. */
  function act(openId: string, reason: GrantReason): void {
    const chat = chatOf(openId);
    chat.lastActAt = clock();
    chat.ledger = grant(chat.ledger, reason, clock());
    changed(chat);
  }

  function charge(openId: string): 0 | 45015 | 45047 {
    const chat = chatOf(openId);
    const spent = spend(chat.ledger, clock());
    if (!spent.ok) return spent.error;
    chat.ledger = spent.value;
    changed(chat);
    return 0;
  }

  function write(openId: string, line: Pick<Line, 'from' | 'via' | 'content'>): Line {
    const chat = chatOf(openId);
    chat.seq += 1;
    const written: Line = { seq: chat.seq, at: clock(), ...line, words: wordsOf(line.content) };
    chat.lines.push(written);
    if (chat.lines.length > maxLines) chat.lines.shift();
    announce({ kind: 'line', openId, line: written });
    if (line.from === 'account') setTyping(openId, undefined);
    return written;
  }

  /** @param until undefined when the account stops typing */
  function setTyping(openId: string, until: Date | undefined): void {
    const chat = chatOf(openId);
    if (chat.typingUntil === undefined && until === undefined) return;
    chat.typingUntil = until;
    announce({ kind: 'typing', openId, typing: until !== undefined });
  }

  return {
    add,
    setFollowing,
    act,
    charge,
    write,
    setTyping,
    has: (openId: string): boolean => chats.has(openId),
    get: (openId: string): Customer | undefined => {
      const chat = chats.get(openId);
      return chat && viewOf(chat);
    },
    list: (): Customer[] => [...chats.values()].map(viewOf),
    count: (): number => chats.size,
    latest: (count: number): Customer[] => [...chats.values()].slice(-count).map(viewOf),
    linesOf: (openId: string): readonly Line[] => [...(chats.get(openId)?.lines ?? [])],
    lastActAt: (openId: string): Date | undefined => chats.get(openId)?.lastActAt,
    typingUntil: (openId: string): Date | undefined => chats.get(openId)?.typingUntil,
  };
}
export type Customers = ReturnType<typeof createCustomers>;

/** As long and as opaque as a real one, and plainly none. */
function newOpenId(): string {
  return `oSample_${randomBytes(15).toString('base64url')}`;
}
