// Types of what the build resolves beside TypeScript: style sheets.
/// <reference types="vite/client" />
