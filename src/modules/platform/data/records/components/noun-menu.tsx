"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import type { Fields } from "@/lib/fields/field";
import type { NounActsProps } from "./noun-acts";

interface LazyActsProps extends NounActsProps<Fields> {
  onAsk(): void;
}

const LazyActs = lazyPart<LazyActsProps>(() => import("./noun-acts").then((part) => part.NounActs<Fields>), {
  of: "the menu",
  loading: ({ record, startsOpen, onAsk }) => (
    <IconButton
      label={`More for ${String(Reflect.get(record, "name"))}`}
      icon={<Ellipsis aria-hidden />}
      aria-haspopup="menu"
      aria-expanded={false}
      aria-busy={startsOpen}
      onClick={onAsk}
    />
  ),
});

/** The less frequent actions of a record: see `NounActs`. A click before they are loaded opens them then. */
export function NounMenu<F extends Fields>(props: NounActsProps<F>) {
  const [isAsked, setAsked] = useState(false);
  const acts = props as unknown as NounActsProps<Fields>;
  return <LazyActs {...acts} startsOpen={isAsked} onAsk={() => setAsked(true)} />;
}
