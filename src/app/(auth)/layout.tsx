import type { ReactNode } from "react";
import { ConfirmIdentity } from "@/modules/platform/identity/auth/components/confirm-identity";
import { ApiProvider } from "@/trpc/react";

export default function AuthPagesLayout({ children }: { children: ReactNode }) {
  return (
    <ApiProvider>
      {children}
      <ConfirmIdentity />
    </ApiProvider>
  );
}
