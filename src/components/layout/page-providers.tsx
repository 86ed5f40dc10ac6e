import type { ReactNode } from "react";
import { TooltipProvider } from "@/components/ui/tooltip";
import { UrlState } from "./url-state";

/** Tooltips, and state in the address: for all pages but the first one that people see, which has neither. */
export function PageProviders({ children }: { children: ReactNode }) {
  return (
    <TooltipProvider>
      <UrlState>{children}</UrlState>
    </TooltipProvider>
  );
}
