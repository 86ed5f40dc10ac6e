"use client";

import type { ReactNode } from "react";
import type { NounEntity } from "@/lib/nouns/all";
import { NounLayouts } from "@/modules/platform/data/records/components/noun-layouts";
import { LazyPeek } from "@/modules/platform/data/records/components/noun-lazy";
import { NounList } from "@/modules/platform/data/records/components/noun-list";
import { screenAt } from "@/registry/screens";

/** The list of a noun, with what the noun replaces on it; another view in its place where the address asks for one. */
export function NounListPage({ entity }: { entity: NounEntity }) {
  const Screen = screenAt(entity);
  return (
    <Screen
      draw={(noun, { own }) => {
        const list = (views?: ReactNode) => <NounList noun={noun} own={own} views={views} />;
        if (!own?.Views) return <NounLayouts noun={noun} own={own} list={list()} />;
        return (
          <own.Views list={list} renderPeek={(id) => <LazyPeek noun={noun} own={own} id={id} known={undefined} />} />
        );
      }}
    />
  );
}
