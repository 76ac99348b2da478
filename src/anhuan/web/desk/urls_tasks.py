"""Addresses of tasks and of the breakdown of documents from above."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import breakdowns, slips, tasks

task_urls: list[URLPattern] = [
    path("tasks/", tasks.listed, name="tasks"),
    path("tasks/new/", tasks.new, name="task-new"),
    path("tasks/<str:number>/", tasks.task, name="task"),
    path("tasks/<str:number>/watch/", tasks.watch, name="task-watch"),
    path("tasks/<str:number>/acts/<int:version>/", slips.task, name="task-slip"),
    path(
        "tasks/<str:number>/acts/<int:version>/received",
        slips.task_received,
        name="task-slip-received",
    ),
    path("tasks/<str:number>/<str:act>/", tasks.act, name="task-act"),
    path("documents-above/", breakdowns.listed, name="breakdowns"),
    path("documents-above/new/", breakdowns.new, name="breakdown-new"),
    path("documents-above/<uuid:document>/", breakdowns.breakdown, name="breakdown"),
    path("clauses/<uuid:clause>/aside/", breakdowns.aside, name="clause-aside"),
    path("clauses/<uuid:clause>/take-up/", breakdowns.take_up, name="clause-take-up"),
]
