import "./globals.css";
// The error pages of all layouts show it: loaded with the root it is in one file, not again in the file of each.
import "@/components/layout/page-failed";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { ExpectedWindowProvider } from "@/components/layout/expected-window";
import { ThemeProvider } from "@/components/layout/theme-provider";
import { ConfirmationHost } from "@/components/ui/confirmation";
import { Toaster } from "@/components/ui/toast";
import { isPhone } from "@/modules/platform/identity/auth/rules";

export const metadata: Metadata = {
  title: { default: "Throughline", template: "%s · Throughline" },
  description: "The CRM that follows an opportunity through to delivery.",
  icons: { icon: "/icon.svg", apple: "/apple-touch-icon.png" },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#121314" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const asked = await headers();
  const nonce = asked.get("x-nonce") ?? undefined;
  const density = (await cookies()).get("density")?.value === "compact" ? "compact" : "comfortable";
  const phone = isPhone(asked.get("user-agent"));
  return (
    <html
      lang="en"
      data-density={density}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <ThemeProvider nonce={nonce}>
          <ExpectedWindowProvider value={{ phone, density }}>{children}</ExpectedWindowProvider>
          <ConfirmationHost />
          <Toaster />
        </ThemeProvider>
      </body>
    </html>
  );
}
