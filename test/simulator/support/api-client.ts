import { account } from './echo-product.ts';

export type Said = Readonly<Record<string, unknown>> & { readonly errcode?: number; readonly errmsg?: string };

/** Calls the imitated API as a product does, with a token of its own. @param api its base address */
export async function apiClient(api: string) {
  const credentials = { grant_type: 'client_credential', appid: account.appId, secret: account.secret };
  const { access_token: token } = await said(
    await fetch(`${api}/cgi-bin/stable_token`, { method: 'POST', body: JSON.stringify(credentials) }),
  );

  function address(path: string, query: Readonly<Record<string, string>>): string {
    return `${api}${path}?${new URLSearchParams({ access_token: String(token), ...query }).toString()}`;
  }

  return {
    address,
    post: async (path: string, body: unknown): Promise<Said> =>
      said(await fetch(address(path, {}), { method: 'POST', body: JSON.stringify(body) })),
    get: async (path: string, query: Readonly<Record<string, string>> = {}): Promise<Said> =>
      said(await fetch(address(path, query))),
    send: async (touser: string, content = '您好'): Promise<Said> =>
      said(
        await fetch(address('/cgi-bin/message/custom/send', {}), {
          method: 'POST',
          body: JSON.stringify({ touser, msgtype: 'text', text: { content } }),
        }),
      ),
  };
}
export type ApiClient = Awaited<ReturnType<typeof apiClient>>;

async function said(response: Response): Promise<Said> {
  return (await response.json()) as Said;
}
