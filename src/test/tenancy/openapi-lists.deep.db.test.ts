// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./openapi-lists.db.test";
