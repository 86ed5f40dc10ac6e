"use client";

import { PageFailed, type PageFailedProps } from "@/components/layout/page-failed";

/** Shown outside the shell: sign-in, onboarding, and a workspace whose shell could not be loaded. */
export default function RootError(props: PageFailedProps) {
  return (
    <main className="flex min-h-dvh flex-col">
      <PageFailed {...props} />
    </main>
  );
}
