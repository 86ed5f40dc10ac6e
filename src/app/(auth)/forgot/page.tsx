import type { Metadata } from "next";
import { Forgot } from "@/modules/platform/auth/components/forgot-form";

export const metadata: Metadata = { title: "Reset your password" };

export default function ForgotPage() {
  return <Forgot />;
}
