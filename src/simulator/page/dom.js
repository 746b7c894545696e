/* global document */

/**
 * Makes an element. Text always becomes a text node: customers and agents write it.
 *
 * @param {string} tag with classes: `p.bubble.wide`
 * @param {Record<string, unknown>} [properties] `on…` are listeners, `data-…` and `aria-…` attributes, the rest properties
 * @param {...(Node | string | undefined | false)} children
 */
export function make(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key.includes('-') || key === 'role') element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** An icon drawn by the style sheet, invisible to screen readers. */
export function icon(name) {
  return make(`span.icon.icon-${name}`, { 'aria-hidden': 'true' });
}
