"use client";

import { WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { useOnline } from "./use-online";

/** In this order; at most two show, the rest wait. */
const kinds = ["impersonation", "over-limit", "trial"] as const;
const tones = { impersonation: "danger", "over-limit": "warning", trial: "info" } as const;

export type ShellBanner = {
  kind: (typeof kinds)[number];
  icon?: ReactNode;
  /** At the right: minutes left and Stop, a link to the plan. */
  action?: ReactNode;
  text: ReactNode;
};

/** The banners above the shell; the one for being offline comes by itself. */
export function BannerStack({ banners = [] }: { banners?: readonly ShellBanner[] | undefined }) {
  const online = useOnline();
  const shown = banners.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind)).slice(0, 2);
  return (
    <div className="relative z-banner shrink-0 empty:hidden">
      {shown.map((banner) => (
        <Banner key={banner.kind} tone={tones[banner.kind]} icon={banner.icon} action={banner.action}>
          {banner.text}
        </Banner>
      ))}
      {!online && shown.length < 2 ? (
        <Banner tone="inverse" icon={<WifiOff aria-hidden />}>
          You are offline. You can read what is loaded; changes are not saved.
        </Banner>
      ) : null}
    </div>
  );
}
