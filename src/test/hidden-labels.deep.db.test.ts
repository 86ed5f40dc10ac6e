// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./hidden-labels.db.test";
