import type { ReactNode } from "react";
import { PageProviders } from "@/components/layout/page-providers";
import { ConfirmIdentity } from "@/modules/platform/identity/auth/components/confirm-identity";
import { ApiProvider } from "@/trpc/react";

export default function AuthPagesLayout({ children }: { children: ReactNode }) {
  return (
    <PageProviders>
      <ApiProvider>
        {children}
        <ConfirmIdentity />
      </ApiProvider>
    </PageProviders>
  );
}
