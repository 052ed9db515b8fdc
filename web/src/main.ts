import { mount } from 'svelte';
import App from './App.svelte';
import { useLanguage, wanted } from './i18n/index.svelte';
import './styles/base.css';
import './styles/marks.css';

const target = document.getElementById('app');
if (target) {
  await useLanguage(wanted());
  mount(App, { target });
}
