import type { Metadata } from "next";
import { Forgot } from "@/modules/platform/identity/auth/components/forgot-form";

export const metadata: Metadata = { title: "Reset your password" };

export default function ForgotPage() {
  return <Forgot />;
}
