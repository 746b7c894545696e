import { z } from 'zod';
import type { Route } from './route.ts';

const text = (value: string) => ({ description: value });

function content(shape: z.ZodType, io: 'input' | 'output') {
  return { content: { 'application/json': { schema: z.toJSONSchema(shape, { io, target: 'openapi-3.0' }) } } };
}

type ObjectSchema = { properties?: Record<string, unknown>; required?: string[] };

function parameters(shape: z.ZodType, where: 'path' | 'query') {
  const { properties = {}, required = [] } = z.toJSONSchema(shape, {
    io: 'input',
    target: 'openapi-3.0',
  }) as ObjectSchema;
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: where, schema },
    required: where === 'path' || required.includes(name),
  }));
}

function hasFields(shape: z.ZodType): boolean {
  return Object.keys((z.toJSONSchema(shape, { io: 'input' }) as ObjectSchema).properties ?? {}).length > 0;
}

const titles: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Made',
  202: 'Accepted, to be sent',
  204: 'Done, nothing to say',
};

function answersOf(route: Route) {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, shape]) => [
      status,
      { ...text(titles[status] ?? 'Refused'), ...(shape && content(shape, 'output')) },
    ]),
  );
}

function operation(route: Route) {
  const { policy, summary, checks, method } = route;
  return {
    summary,
    ...(policy !== 'open' && { security: [{ cookie: [] }] }),
    ...(Array.isArray(policy) && { 'x-roles': policy }),
    parameters: [
      ...parameters(checks.params, 'path'),
      ...parameters(checks.query, 'query'),
      ...(method !== 'GET'
        ? [{ name: 'X-Requested-By', in: 'header', required: true, schema: { type: 'string', enum: ['desk'] } }]
        : []),
    ],
    ...(method !== 'GET' &&
      hasFields(checks.body) && { requestBody: { required: true, ...content(checks.body, 'input') } }),
    responses: answersOf(route),
  };
}

/** The description of the Desk API, made of what the routes check with: it can't say anything else than they do. */
export function describe(routes: readonly Route[], cookieName: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Desk API', version: '1', description: 'What the agents’ console uses.' },
    components: { securitySchemes: { cookie: { type: 'apiKey', in: 'cookie', name: cookieName } } },
    paths,
  };
}
