"use client";

import { PageFailed, type PageFailedProps } from "@/components/layout/page-failed";

/** The rail stays. */
export default function PageError(props: PageFailedProps) {
  return <PageFailed {...props} />;
}
