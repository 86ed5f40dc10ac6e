"use client";

import { PageFailed, type PageFailedProps } from "@/components/layout/page-failed";

/** The rail stays. */
export default function StaffError(props: PageFailedProps) {
  return <PageFailed {...props} />;
}
