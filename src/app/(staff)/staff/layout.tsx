import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { PageProviders } from "@/components/layout/page-providers";
import { ConfirmIdentity } from "@/modules/platform/identity/auth/components/confirm-identity";
import { StaffProvider } from "@/modules/platform/operator/staff/components/staff-context";
import { ApiProvider } from "@/trpc/react";
import { staffApi } from "@/trpc/server";
import { StaffShell } from "./staff-shell";

export default async function StaffLayout({ children }: { children: ReactNode }) {
  const { staffId, name, email, role } = (await staffApi()).ctx.actor;
  const sidebarClosed = (await cookies()).get("sidebar")?.value === "closed";
  return (
    <PageProviders>
      <ApiProvider>
        <StaffProvider value={{ id: staffId, name, email, role }}>
          <ConfirmIdentity />
          <StaffShell sidebarClosed={sidebarClosed}>{children}</StaffShell>
        </StaffProvider>
      </ApiProvider>
    </PageProviders>
  );
}
