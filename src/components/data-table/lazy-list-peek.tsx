"use client";

import type { ListPeekProps } from "@/components/data-table/list-peek";
import { lazyLayer } from "@/components/ui/lazy-layer";

type Row = { id: string; name: string };

const Peek = lazyLayer<ListPeekProps<Row>>(
  () => import("@/components/data-table/list-peek").then((part) => part.ListPeek<Row>),
  { of: "the panel", takesTyping: false, close: ({ peek }) => peek.show(null) },
);

/** `ListPeek`, loaded with the first row that is opened beside the list. */
export function LazyListPeek<T extends Row>(props: ListPeekProps<T>) {
  return props.peek.id === null ? null : <Peek {...(props as unknown as ListPeekProps<Row>)} />;
}
