"use client";

import NextLink from "next/link";
import { type ComponentProps, useState } from "react";

type LinkProps = Omit<ComponentProps<typeof NextLink>, "prefetch">;

/**
 * A link within the app. Its page is prefetched on hover, not on render: each page would otherwise request every page
 * that it links to.
 */
export function Link({ onMouseEnter, onTouchStart, onFocus, ...props }: LinkProps) {
  const [pointedAt, setPointedAt] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={pointedAt ? null : false}
      onMouseEnter={(event) => {
        setPointedAt(true);
        onMouseEnter?.(event);
      }}
      onTouchStart={(event) => {
        setPointedAt(true);
        onTouchStart?.(event);
      }}
      onFocus={(event) => {
        setPointedAt(true);
        onFocus?.(event);
      }}
    />
  );
}
