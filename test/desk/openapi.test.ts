import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDesk, type OpenDesk } from '../support/desk.ts';

type Operation = { responses: Record<string, unknown>; parameters: { name: string; in: string }[] };
type Description = { openapi: string; paths: Record<string, Record<string, Operation>> };

let desk: OpenDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('the description of the Desk API', () => {
  it('has every route, with its parameters and answers', async () => {
    const { body } = await desk.stranger.get('/api/openapi.json');
    const { paths, openapi } = body as unknown as Description;

    expect(openapi).toBe('3.0.3');
    for (const { method, path, answers } of desk.desk.routes) {
      const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(Object.keys(operation?.responses ?? {})).toEqual(Object.keys(answers));
      for (const [, name] of path.matchAll(/:(\w+)/g)) {
        expect(operation?.parameters).toContainEqual(expect.objectContaining({ name, in: 'path' }));
      }
    }
    expect(JSON.stringify(paths['/api/desk/tickets/{number}/reply'])).toContain('"epoch"');
  });
});
