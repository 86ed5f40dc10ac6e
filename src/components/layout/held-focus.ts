/** Things that stay the same wherever they are drawn: a card of a board, a row of a list. */
const lasting = ["card", "row"] as const;

/** An element that has or had the focus, with its position in each of its ancestors, from the inside out. */
export interface Held {
  element: Element;
  places: { parent: Element; index: number }[];
  /** The card or row that it is, or that it is in, and what selects the same one elsewhere. */
  within: { element: Element; selector: string } | null;
  /** The page on which it stood: nothing on another one stands in its place. */
  page: string;
}

export function heldBy(element: Element): Held {
  const places: Held["places"] = [];
  for (let at = element; at.parentElement && at !== document.body; at = at.parentElement)
    places.push({ parent: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
  return { element, places, within: lastingAround(element), page: window.location.pathname };
}

function lastingAround(element: Element): Held["within"] {
  for (const name of lasting) {
    const around = element.closest<HTMLElement>(`[data-${name}]`);
    const id = around?.dataset[name];
    if (around && id !== undefined) return { element: around, selector: `[data-${name}="${CSS.escape(id)}"]` };
  }
  return null;
}
