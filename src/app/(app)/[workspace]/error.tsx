"use client";

import { PageFailed, type PageFailedProps } from "@/components/layout/page-failed";

/** The sidebar stays. */
export default function PageError(props: PageFailedProps) {
  return <PageFailed {...props} />;
}
