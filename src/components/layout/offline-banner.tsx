"use client";

import { WifiOff } from "lucide-react";
import { useOnline } from "./use-online";

/** 36 px above the shell while there is no network. */
export function OfflineBanner() {
  const online = useOnline();
  return (
    <div role="status" className="relative z-banner shrink-0 empty:hidden">
      {online ? null : (
        <p className="flex min-h-9 items-center gap-2 bg-inverse px-edge py-1 text-[13px] text-on-inverse leading-5">
          <WifiOff aria-hidden className="size-[15px] shrink-0" />
          You are offline. You can read what is loaded; changes are not saved.
        </p>
      )}
    </div>
  );
}
