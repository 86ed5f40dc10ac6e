"use client";

import { useEffect, useSyncExternalStore } from "react";

/** A member, or a record whose noun has pictures. */
export interface Pictured {
  entity: string;
  id: string;
}

const keyOf = ({ entity, id }: Pictured) => `${entity} ${id}`;

/** The pictures that marks on the page ask for. A part of the shell answers, all that come up together at once. */
export class PictureBook {
  #addresses: ReadonlyMap<string, string> = new Map();
  #wanted: ReadonlyMap<string, Pictured> = new Map();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** All that were asked for since the page was loaded. */
  readonly wanted = (): ReadonlyMap<string, Pictured> => this.#wanted;
  readonly addressOf = (one: Pictured): string | undefined => this.#addresses.get(keyOf(one));

  want(one: Pictured): void {
    if (this.#wanted.has(keyOf(one))) return;
    this.#wanted = new Map(this.#wanted).set(keyOf(one), one);
    this.#note();
  }

  /** Takes the place of all earlier answers. */
  show(pictures: readonly (Pictured & { address: string })[]): void {
    this.#addresses = new Map(pictures.map((one) => [keyOf(one), one.address]));
    this.#note();
  }

  #note(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The pictures of this tab; ids are unique in all its workspaces. */
export const pictureBook = new PictureBook();

/** The address of a picture; undefined while it is not known, and where there is none. */
export function usePicture({ entity, id }: Pictured): string | undefined {
  // The part of the shell that asks for them.
  useEffect(() => pictureBook.want({ entity, id }), [entity, id]);
  return useSyncExternalStore(
    pictureBook.subscribe,
    () => pictureBook.addressOf({ entity, id }),
    () => undefined,
  );
}
