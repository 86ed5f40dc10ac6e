"use client";

import type { BoardPeekProps } from "@/components/board/board-peek";
import { lazyLayer } from "@/components/ui/lazy-layer";

const Peek = lazyLayer<BoardPeekProps<never>>(
  () => import("@/components/board/board-peek").then((part) => part.BoardPeek),
  {
    of: "the panel",
    takesTyping: false,
    close: ({ peek }) => peek.show(null),
  },
);

/** `BoardPeek`, loaded with the first card that is opened beside the board. */
export function LazyBoardPeek<C>(props: BoardPeekProps<C>) {
  return props.peek.id === null ? null : <Peek {...(props as unknown as BoardPeekProps<never>)} />;
}
