import { mount } from 'svelte';
import '../../../src-renderer/app.css';
import Ours from './Ours.svelte';
import { micro, untuned } from './peers';

declare global {
  interface Window {
    /** Shows the data of a moment; told by the bench. */
    show: (tick: number) => void;
  }
}

const which = new URLSearchParams(location.search).get('of');
document.body.style.overflow = 'auto';
if (which === 'untuned') window.show = untuned();
else if (which === 'uplot') window.show = micro();
else {
  const target = document.getElementById('app');
  if (target !== null)
    mount(Ours, { target, props: { onready: (show: (tick: number) => void) => (window.show = show) } });
}
