import { lazyCode } from "@/components/ui/lazy-code";

/** next-auth's client, which opens and ends sessions. No page needs it at first. */
export const sessionCode = lazyCode(() => import("next-auth/react"));
