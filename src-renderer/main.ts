import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
mount(App, { target });
// The page is there and answers to input: the start-up bench measures up to here.
performance.mark('flotilla:interactive');
