import { event, locationMessage, type Place, type Push } from '../wire/push.ts';
import type { Button } from '../state/menu.ts';

/** What a phone does beside the menu: the code it scanned, the place it chose. */
export type TapInput = { readonly scanned?: string; readonly place?: Place };

const samplePlace: Place = { latitude: 31.2304, longitude: 121.4737, label: '示例地点' };

type Tap = { readonly button: Button; readonly key: string; readonly menuId: string; readonly input: TapInput };

const scan =
  (name: string) =>
  ({ key, input }: Tap): Push[] => {
    const ScanResult = input.scanned ?? 'https://example.com/sample';
    return [event(name, { EventKey: key, ScanCodeInfo: { ScanType: 'qrcode', ScanResult } })];
  };

const pictures =
  (name: string) =>
  ({ key }: Tap): Push[] => {
    const PicList = { item: [{ PicMd5Sum: '0'.repeat(32) }] };
    return [event(name, { EventKey: key, SendPicsInfo: { Count: 1, PicList } })];
  };

const taps: Readonly<Record<string, (tap: Tap) => Push[]>> = {
  click: ({ key }) => [event('CLICK', { EventKey: key })],
  view: ({ button, menuId }) => [event('VIEW', { EventKey: button.url ?? '', MenuId: menuId })],
  miniprogram: ({ button, menuId }) => [event('view_miniprogram', { EventKey: button.pagepath ?? '', MenuId: menuId })],
  scancode_push: scan('scancode_push'),
  scancode_waitmsg: scan('scancode_waitmsg'),
  pic_sysphoto: pictures('pic_sysphoto'),
  pic_photo_or_album: pictures('pic_photo_or_album'),
  pic_weixin: pictures('pic_weixin'),
  location_select: ({ key, input }) => placePushes(key, input.place ?? samplePlace),
};

/** What a tap on a menu button pushes, in order; nothing for those that only show something on the phone. */
export function pushesOfTap(button: Button, menuId: string, input: TapInput = {}): Push[] {
  const tap = Object.hasOwn(taps, button.type ?? '') ? taps[button.type ?? ''] : undefined;
  return tap?.({ button, key: button.key ?? '', menuId, input }) ?? [];
}

/** The place comes twice: as the menu's event and as the message that the customer sees in the chat. */
function placePushes(EventKey: string, place: Place): Push[] {
  const { latitude, longitude, label } = place;
  const info = { Location_X: latitude, Location_Y: longitude, Scale: 16, Label: label, Poiname: '' };
  return [event('location_select', { EventKey, SendLocationInfo: info }), locationMessage(place)];
}

const grantingTypes = new Set(['click', 'scancode_push', 'scancode_waitmsg']);

/** Whether a tap lets the account write for a minute. @see WeChat Official Accounts, "Customer-service messages" */
export function tapGrants(button: Button): boolean {
  return grantingTypes.has(button.type ?? '');
}
