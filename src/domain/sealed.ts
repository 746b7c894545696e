/** Evidence as it is stored: AES-256-GCM under a key that is named, so that keys can be changed. */
export type Sealed = { readonly keyId: string; readonly iv: string; readonly tag: string; readonly data: string };
