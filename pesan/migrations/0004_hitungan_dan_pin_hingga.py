from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pesan", "0003_isian_pesan_keluar")]

    operations = [
        migrations.CreateModel(
            name="Hitungan",
            fields=[
                ("kunci", models.CharField(max_length=90, primary_key=True, serialize=False)),
                ("jumlah", models.PositiveIntegerField(default=0)),
                ("hingga", models.DateTimeField(db_index=True)),
            ],
            options={"verbose_name": "hitungan", "verbose_name_plural": "hitungan"},
        ),
        migrations.AddField(
            model_name="pesanmasuk",
            name="pin_hingga",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="pesanmasuk",
            index=models.Index(
                condition=models.Q(("pin_hingga__isnull", False)),
                fields=["pin_hingga"],
                name="pesan_masuk_pin_idx",
            ),
        ),
    ]
