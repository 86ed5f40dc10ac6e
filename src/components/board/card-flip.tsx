"use client";

import { Component, type ReactNode, type RefObject } from "react";

interface CardFlipProps {
  /** A new identity means that cards may have moved. */
  version: unknown;
  container: RefObject<HTMLElement | null>;
  children: ReactNode;
}

type Places = Map<string, DOMRect>;

const timing: KeyframeAnimationOptions = { duration: 240, easing: "cubic-bezier(0.3, 0.7, 0, 1)" };

/**
 * Animates cards from their old to their new positions when the data changes. A class, because only
 * `getSnapshotBeforeUpdate` can measure positions right before React changes the document.
 */
export class CardFlip extends Component<CardFlipProps> {
  override getSnapshotBeforeUpdate(before: CardFlipProps): Places | null {
    if (before.version === this.props.version || reducedMotion()) return null;
    const places: Places = new Map();
    for (const card of this.cards()) places.set(card.dataset.card ?? "", card.getBoundingClientRect());
    // A card that was just dropped starts where the pointer released it.
    for (const lifted of document.querySelectorAll<HTMLElement>("[data-lifted]")) {
      places.set(lifted.dataset.lifted ?? "", lifted.getBoundingClientRect());
    }
    return places;
  }

  override componentDidUpdate(_props: CardFlipProps, _state: unknown, places: Places | null): void {
    if (!places) return;
    // All are measured before the first is changed: otherwise the browser would compute the layout for each.
    const cards = this.cards().map((card) => ({ card, to: card.getBoundingClientRect() }));
    for (const { card, to } of cards) {
      const from = places.get(card.dataset.card ?? "");
      if (from) slide(card, { from, to }, this.props.container.current);
    }
  }

  private cards(): HTMLElement[] {
    return [...(this.props.container.current?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function slide(card: HTMLElement, { from, to }: { from: DOMRect; to: DOMRect }, container: HTMLElement | null): void {
  const [dx, dy] = [from.left - to.left, from.top - to.top];
  if (Math.abs(dx) < 1 && Math.abs(dy) < 1) return;
  const frames = [{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }];
  if (Math.abs(dx) < 1 || !container) {
    card.animate(frames, timing);
    return;
  }
  // Columns clip overflowing cards, so a copy moves above the board while the card itself waits.
  const copy = card.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return;
  copy.removeAttribute("data-card");
  copy.setAttribute("aria-hidden", "true");
  copy.inert = true;
  Object.assign(copy.style, {
    position: "fixed",
    left: `${to.left}px`,
    top: `${to.top}px`,
    width: `${to.width}px`,
    height: `${to.height}px`,
    zIndex: "var(--z-sticky)",
    pointerEvents: "none",
  });
  container.append(copy);
  card.animate([{ opacity: 0 }, { opacity: 0 }], timing);
  const flight = copy.animate(frames, timing);
  flight.onfinish = () => copy.remove();
  flight.oncancel = () => copy.remove();
}
