"use client";

import { useQuery } from "@tanstack/react-query";
import type { TilePeople } from "@/lib/tiles";
import { useApi } from "./react";

/** The figures of a tile for some people; they follow signals, as lists do. */
export function useTile(tile: string, people: TilePeople, more: { by?: string; period?: string } = {}) {
  return useQuery(useApi().home.tile.queryOptions({ tile, people, ...more }));
}
