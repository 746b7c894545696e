import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Account, Mode } from './account.ts';
import { accountEndpoints } from './api/account-endpoints.ts';
import { createApi } from './api/api.ts';
import type { Endpoints } from './api/call.ts';
import { customerEndpoints } from './api/customer-endpoints.ts';
import { createCallLedger } from './api/ledger.ts';
import { kfEndpoints } from './api/kf-endpoints.ts';
import { mediaEndpoints } from './api/media-endpoints.ts';
import { menuEndpoints } from './api/menu-endpoints.ts';
import { messageEndpoints } from './api/message-endpoints.ts';
import { noticeEndpoints } from './api/notice-endpoints.ts';
import { tokenEndpoints } from './api/token-endpoints.ts';
import { createAttacks } from './wire/attacks.ts';
import { createCodes } from './state/codes.ts';
import { createConsents } from './state/consents.ts';
import { createCustomers, type Change, type Customer, type Line } from './state/customers.ts';
import { createDelivery, type Retry } from './wire/delivery.ts';
import { seal } from './wire/envelope.ts';
import { createFaults, type PlannedFault } from './faults.ts';
import { createKf } from './state/kf.ts';
import { usualMarkFail, type MarkFailRule } from './wire/mark-fail.ts';
import { createMediaBox } from './state/media-box.ts';
import { createMenus } from './state/menu.ts';
import { createPhone } from './phone/phone.ts';
import { createWire, type WireProblem } from './wire/post.ts';
import { createRoutes } from './routes.ts';
import { createTokens } from './state/tokens.ts';
import type { XmlFields } from './wire/xml.ts';

export type SimulatorOptions = {
  readonly account: Account;
  readonly mode: Mode;
  /** where the product takes pushes, absolute; asked for each push, because the product's port may come late */
  readonly callbackUrl: () => string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** WeChat's own unless given: three deliveries, five seconds apart */
  readonly retry?: Retry;
  readonly markFail?: MarkFailRule;
  readonly faults?: readonly PlannedFault[];
  /** the origin under which {@link Simulator.routes} are served; the product's own unless given */
  readonly origin?: () => string;
};

/**
 * WeChat without WeChat: an official account with its API, its menu and its customers' phones.
 * It reaches the product over HTTP alone, and has its own signing, cipher and XML, so that it cannot share the product's mistakes.
 */
export function createSimulator(options: SimulatorOptions) {
  const { account, mode, callbackUrl, clock, logger } = options;
  const listeners = new Set<(change: Change) => void>();
  const announce = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };

  const wire = createWire();
  const faults = createFaults(options.faults);
  const customers = createCustomers({ clock, announce });
  const menus = createMenus(() => announce({ kind: 'menu' }));
  const media = createMediaBox(clock);
  const codes = createCodes();
  const ledger = createCallLedger(clock);
  const retry = options.retry ?? { attempts: 3, afterMs: 5000 };
  const markFail = options.markFail ?? usualMarkFail;
  const delivery = createDelivery({ account, mode, callbackUrl, clock, retry, markFail, wire, logger });
  const origin = options.origin ?? (() => new URL(callbackUrl()).origin);
  const mediaUrl = (mediaId: string): string => `${origin()}/simulator/media/${mediaId}`;
  const kf = createKf(clock);
  const consents = createConsents();
  const phone = createPhone({ customers, menus, media, codes, kf, consents, delivery, mediaUrl });
  const push = (openId: string, name: string, fields: XmlFields): void => void phone.event(openId, name, fields);
  const tokens = createTokens(clock);

  const endpoints: Endpoints = {
    ...tokenEndpoints({ account, tokens }),
    ...messageEndpoints({ customers, media, clock }),
    ...menuEndpoints({ menus, customers }),
    ...mediaEndpoints({ media, mediaUrl }),
    ...customerEndpoints({ customers, codes }),
    ...kfEndpoints({ kf, customers, push }),
    ...noticeEndpoints({ customers, consents, push }),
    ...accountEndpoints({ account, ledger, dailyOf: (path) => endpoints[path]?.daily }),
  };
  const api = createApi({ endpoints, tokens, faults, ledger, clock });

  function subscribe(listener: (change: Change) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The address check that WeChat makes when a callback address is entered. */
  async function verifyCallback(): Promise<Result<undefined, WireProblem | 'refused'>> {
    const url = new URL(callbackUrl());
    const { query } = seal({}, clock(), { account, mode: 'plain' });
    const echo = String(clock().getTime());
    for (const [name, value] of [...query, ['echostr', echo] as const]) url.searchParams.set(name, value);
    const answer = await wire.exchange({ url, method: 'GET', timeoutMs: retry.afterMs });
    if (!answer.ok) return answer;
    return answer.value.status === 200 && answer.value.body === echo ? ok(undefined) : err('refused');
  }

  const run = clock().toISOString();
  const attacks = createAttacks({ account, callbackUrl, clock, wire });
  const shown = { account, mode, customers, menus, codes, phone, faults, attacks, subscribe, run };
  const routes = createRoutes({ ...shown, media, api });

  function close(): void {
    routes.close();
    api.close();
    wire.close();
  }

  return {
    /** Koa middleware for `/simulator` and everything below it */
    routes: () => routes.middleware,
    pushes: phone,
    verifyCallback,
    customers: (): Customer[] => customers.list(),
    addCustomer: (): Customer => customers.add(),
    /** everything that the phone shows, oldest first */
    transcriptOf: (openId: string): readonly Line[] => customers.linesOf(openId),
    /** what came by customer-service messages, oldest first */
    sentTo: (openId: string): Line[] => customers.linesOf(openId).filter((line) => line.via === 'api'),
    menu: () => menus.buttons(),
    faults,
    attacks,
    /** makes every access token invalid at once */
    revokeTokens: tokens.revokeAll,
    /** failed pushes within the last minute */
    failures: delivery.failures,
    subscribe,
    close,
  };
}
export type Simulator = ReturnType<typeof createSimulator>;
