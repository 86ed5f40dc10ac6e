"use client";

import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { PageFailed, type PageFailedProps } from "@/components/layout/page-failed";
import { Toaster } from "@/components/ui/toast";

/** Replaces the whole page when the root layout fails. */
export default function GlobalError(props: PageFailedProps) {
  return (
    <html lang="en" data-density="comfortable" className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <title>Throughline</title>
        <main className="flex min-h-dvh flex-col">
          <PageFailed {...props} />
        </main>
        <Toaster />
      </body>
    </html>
  );
}
