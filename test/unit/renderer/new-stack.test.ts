import { describe, expect, it } from 'vitest';
import { NewStack } from '../../../src-renderer/features/stacks/new/new-stack.svelte';

describe('a new stack', () => {
  it('is called as nobody else is, and warns where somebody wants that all the same', () => {
    const stack = new NewStack();
    stack.taken = ['my-stack', 'my-stack-2'];
    stack.addCommands('docker run -d --name web redis:7.0');
    expect([stack.name, stack.nameTaken]).toEqual(['my-stack-3', false]);
    stack.setName('my-stack');
    expect([stack.name, stack.nameTaken, stack.ready]).toEqual(['my-stack', true, true]);
  });

  it('takes commands from another page once, into the card that is still empty', () => {
    const stack = new NewStack();
    stack.add({ kind: 'commands', text: '' });
    for (let n = 0; n < 2; n++) stack.addCommands('docker run redis:7.0');
    expect(stack.parts).toHaveLength(1);
    stack.addCommands('docker run nginx');
    expect(stack.parts).toHaveLength(2);
    expect(stack.services).toEqual(['redis', 'nginx']);
  });

  it('waits for fields that hold what cannot be', () => {
    const stack = new NewStack();
    expect(stack.ready).toBe(false);
    stack.addCommands('docker run redis:7.0');
    stack.setName('Not That');
    expect(stack.ready).toBe(false);
  });
});
