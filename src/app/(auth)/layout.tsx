import type { ReactNode } from "react";
import { ApiProvider } from "@/trpc/react";

export default function AuthPagesLayout({ children }: { children: ReactNode }) {
  return <ApiProvider>{children}</ApiProvider>;
}
