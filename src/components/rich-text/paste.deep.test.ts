// In full: see `isFull` in `rounds.ts`.
import "./paste.test";
