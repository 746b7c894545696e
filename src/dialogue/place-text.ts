import type { Place } from './scene.ts';
import type { Say } from './say.ts';

/** Exact up to here; what is more is told as "200 人以上". */
const mostCounted = 200;

export function placeText(place: Place, say: Say): string {
  if (place.ahead === 0) return say('placeNext');
  return place.ahead > mostCounted ? say('placeFar') : say('placeAhead', { ahead: String(place.ahead) });
}

export function waitText(place: Place, say: Say): string {
  return place.waitMinutes === undefined
    ? say('waitUnknown')
    : say('waitAbout', { minutes: String(Math.max(1, place.waitMinutes)) });
}
