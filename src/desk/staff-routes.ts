import type { Context } from 'koa';
import { z } from 'zod';
import type { AccountRefusal } from '../staff/accounts.ts';
import type { Staff } from '../staff/staff.ts';
import type { EventStreams } from './event-streams.ts';
import { presentAgent } from './present.ts';
import { administrators, route, type Route } from './route.ts';
import { accountBody, accountChangeBody, agentShape, colleagueShape, errorShape, loginParams } from './shapes.ts';

const statusOf: Readonly<Partial<Record<AccountRefusal, number>>> = {
  not_found: 404,
  login_taken: 409,
  employee_number_taken: 409,
  last_administrator: 409,
};

function refuse(ctx: Context, refusal: AccountRefusal): never {
  return ctx.throw(statusOf[refusal] ?? 422, refusal);
}

export type StaffRoutesDeps = {
  readonly staff: Staff;
  readonly streams: EventStreams;
  readonly isTopic: (name: string) => boolean;
};

/** The accounts of staff: colleagues for everybody, changes for administrators. */
export function createStaffRoutes({ staff, streams, isTopic }: StaffRoutesDeps): readonly Route[] {
  const { accounts, presence } = staff;

  /** Who had nothing but a misspelt skill would never be given a ticket. One that the account has already may stay. */
  function checkSkills(ctx: Context, given: readonly string[], has: readonly string[] = []): void {
    const skill = given.find((name) => !isTopic(name) && !has.includes(name));
    if (skill !== undefined) ctx.throw(422, 'unknown_skill', { facts: { skill } });
  }

  async function skillsOf(login: string): Promise<readonly string[]> {
    return (await accounts.list()).find((one) => one.login === login)?.skills ?? [];
  }

  return [
    route({
      ...{ method: 'GET', path: '/api/desk/colleagues', policy: 'signed_in' },
      summary: 'Whom a ticket can be given to, and who is at work.',
      answers: { 200: z.strictObject({ colleagues: z.array(colleagueShape) }) },
      async handle() {
        const [all, present] = await Promise.all([accounts.list(), presence.present()]);
        const atWork = new Set(present.map(({ id }) => id));
        const colleagues = all
          .filter(({ disabled }) => !disabled)
          .map(({ id, name, employeeNumber, roles, duty }) => ({
            ...{ name, employeeNumber, roles, duty },
            present: atWork.has(id),
          }));
        return { status: 200, body: { colleagues } };
      },
    }),
    route({
      ...{ method: 'GET', path: '/api/desk/staff', policy: administrators },
      summary: 'All accounts.',
      answers: { 200: z.strictObject({ staff: z.array(agentShape) }) },
      async handle() {
        return { status: 200, body: { staff: (await accounts.list()).map(presentAgent) } };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/staff', policy: administrators, body: accountBody },
      summary: 'Makes an account.',
      answers: { 201: agentShape, 409: errorShape, 422: errorShape },
      async handle({ body, ctx }) {
        checkSkills(ctx, body.skills);
        const { password, tier, ...details } = body;
        const result = await accounts.create({ ...details, ...(tier !== undefined && { tier }) }, password);
        return result.ok ? { status: 201, body: presentAgent(result.value) } : refuse(ctx, result.error);
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/staff/:login', policy: administrators },
      ...{ params: loginParams, body: accountChangeBody },
      summary: 'Changes an account. A disabled one is signed out at once, everywhere.',
      answers: { 200: agentShape, 404: errorShape, 409: errorShape, 422: errorShape },
      async handle({ params, body, ctx }) {
        if (body.skills) checkSkills(ctx, body.skills, await skillsOf(params.login));
        const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        const result = await accounts.change(params.login, given);
        if (!result.ok) return refuse(ctx, result.error);
        if (body.disabled === true || body.roles) streams.closeOf(({ account }) => account === result.value.id);
        return { status: 200, body: presentAgent(result.value) };
      },
    }),
    route({
      ...{ method: 'POST', path: '/api/desk/staff/:login/reset', policy: administrators, params: loginParams },
      summary: 'Takes an account’s password away; answers the one-time link that sets a new one.',
      answers: { 200: z.strictObject({ path: z.string() }), 404: errorShape },
      async handle({ params, ctx }) {
        const result = await accounts.reset(params.login);
        if (!result.ok) return refuse(ctx, result.error);
        const { agent, token } = result.value;
        streams.closeOf(({ account }) => account === agent.id);
        return { status: 200, body: { path: `/desk/setup?token=${token}` } };
      },
    }),
  ];
}
