export function bareSystemTar(): string;
