"use client";

import { Ellipsis } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import type { Fields } from "@/lib/fields/field";
import type { NounActsProps } from "./noun-acts";

const LazyActs = lazyPart<NounActsProps<Fields>>(() => import("./noun-acts").then((part) => part.NounActs<Fields>), {
  of: "the menu",
  loading: <IconButton label="More" icon={<Ellipsis aria-hidden />} disabled />,
});

/** The less frequent actions of a record: see `NounActs`. */
export function NounMenu<F extends Fields>(props: NounActsProps<F>) {
  return <LazyActs {...(props as unknown as NounActsProps<Fields>)} />;
}
