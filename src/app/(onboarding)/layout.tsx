import type { ReactNode } from "react";
import { PageProviders } from "@/components/layout/page-providers";

export default function OnboardingPagesLayout({ children }: { children: ReactNode }) {
  return <PageProviders>{children}</PageProviders>;
}
